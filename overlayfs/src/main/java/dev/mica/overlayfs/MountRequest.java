package dev.mica.overlayfs;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Linux;
import dev.mica.linux.Mounts;
import dev.mica.overlayfs.MountOptions.BadOptionException;
import dev.mica.overlayfs.OverlayMount.MountException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What somebody asks to be mounted: the words behind {@code mica-fuse}, and the directory that they
 * were said in.
 */
final class MountRequest {
    static final String USAGE =
            """
            usage: mica-fuse [-f] -o lowerdir=A:B[,upperdir=U,workdir=W][,OPTION...] TARGET
                   mica-fuse SOURCE TARGET -o OPTIONS
                   mica-fuse --serve
            Shows the directories of lowerdir, the topmost first, as one tree at TARGET, and keeps
            changes in upperdir. Options are those of the kernel's overlayfs and of fuse-overlayfs.
              -f         stay in the foreground
              --serve    serve the mounts of all who ask later, in one process
              -V         print the version
            """;

    final MountOptions options;
    final String base;
    final String target;

    private MountRequest(MountOptions options, String base, String target) {
        this.options = options;
        this.base = base;
        this.target = target;
    }

    /**
     * Takes words apart.
     *
     * @throws BadOptionException that says in one line, or in the usage, what is wrong
     */
    static MountRequest parse(List<String> words, String base) {
        List<String> texts = new ArrayList<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-o")) {
                if (++i == words.size()) {
                    throw new BadOptionException("-o needs options behind it");
                }
                texts.add(words.get(i));
            } else if (word.startsWith("-o")) {
                texts.add(word.substring(2));
            } else if (!word.startsWith("-") || word.equals("-")) {
                operands.add(word);
            } else if (!List.of("-f", "-d", "-s").contains(word)) {
                throw new BadOptionException("unknown option " + word);
            }
        }
        if (operands.isEmpty() || operands.size() > 2) {
            throw new BadOptionException(USAGE.strip());
        }
        MountOptions options = MountOptions.parse(texts);
        if (operands.size() == 2) {
            options.source = operands.getFirst();
        }
        String target = OverlayMount.below(base, operands.getLast());
        return new MountRequest(options, base, target);
    }

    /**
     * Mounts and serves until it is unmounted; or gives a mount other flags.
     *
     * @param begun is told of the mount before it is made, to unmount it
     * @param errors takes what is to be said, a line each
     * @return whether it was mounted
     */
    boolean serve(
            Linux linux, Consumer<OverlayMount> begun, Consumer<String> errors, Runnable ready)
            throws InterruptedException {
        for (String ignored : options.ignored) {
            errors.accept("option " + ignored + " is unknown, and ignored");
        }
        try {
            if (options.remount) {
                // its server keeps what it serves: flags are all that can change
                new Mounts(linux).remount(target, options.flags);
                ready.run();
                return true;
            }
            OverlayMount mount = new OverlayMount(linux, options, base);
            begun.accept(mount);
            mount.serve(target, ready);
            return true;
        } catch (MountException e) {
            errors.accept(e.getMessage());
        } catch (ErrnoException e) {
            errors.accept(target + ": " + e.getMessage());
        }
        return false;
    }
}
