package dev.mica.storage.overlay2;

import dev.mica.linux.Directory;
import dev.mica.linux.StatBuffer;
import dev.mica.linux.TreeVisitor;

/**
 * Looks in an upper directory for what the kernel leaves there with {@code redirect_dir} or {@code
 * metacopy} on: directories whose lower part stands elsewhere, files without their data. Whoever
 * reads past these marks sees empty directories and files of zeros.
 */
final class UpperMarks implements TreeVisitor {
    private final String prefix;
    private boolean whole = true;

    private UpperMarks(String prefix) {
        this.prefix = prefix;
    }

    /** Whether there is no such mark. Costs one call for each directory and file. */
    static boolean isWhole(Directory upper, boolean userXattr) {
        UpperMarks marks = new UpperMarks(userXattr ? "user.overlay." : "trusted.overlay.");
        upper.walk(marks);
        return marks.whole;
    }

    @Override
    public boolean visit(Directory parent, String path, String name, StatBuffer stat) {
        if (whole && stat.isDirectory()) {
            whole = parent.xattr(name, prefix + "redirect") == null;
        } else if (whole && stat.isRegular()) {
            whole = parent.xattr(name, prefix + "metacopy") == null;
        }
        return whole;
    }
}
