import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;

/**
 * Modernize OLD.jar NEW.jar: copies a jar and raises classes compiled for Java 5 to Java 25, stack
 * maps included. An AOT cache does not take classes older than Java 6, and picocli's are: each start
 * would read, verify and link 180 of them again, some 60 ms.
 */
class Modernize {
    public static void main(String[] args) throws IOException {
        Path old = Path.of(args[0]);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {old.toUri().toURL()});
                JarInputStream in = new JarInputStream(Files.newInputStream(old));
                OutputStream file = Files.newOutputStream(Path.of(args[1]));
                JarOutputStream out = new JarOutputStream(file, in.getManifest())) {
            ClassFile classes =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(loader)));
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                byte[] bytes = in.readAllBytes();
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                boolean raise =
                        entry.getName().endsWith(".class") && bytes[7] < ClassFile.JAVA_6_VERSION;
                out.write(raise ? raised(classes, bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private static byte[] raised(ClassFile classes, byte[] bytes) {
        return classes.transformClass(
                classes.parse(bytes),
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen(
                                ClassTransform.endHandler(
                                        c -> c.withVersion(ClassFile.JAVA_25_VERSION, 0))));
    }
}
