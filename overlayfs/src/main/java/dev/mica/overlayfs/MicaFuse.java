package dev.mica.overlayfs;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Linux;
import dev.mica.overlayfs.MountOptions.BadOptionException;
import dev.mica.overlayfs.OverlayMount.MountException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program {@code mica-fuse}: {@code mica-fuse -o OPTIONS TARGET}, or as mount(8) calls it, with
 * a source in front of the target. Says that the mount is ready by {@code OK} on the descriptor
 * that the system property {@code mica.ready} names, if there is one.
 */
public final class MicaFuse {
    private static final String VERSION = "0.1.0";
    private static final String USAGE =
            """
            usage: mica-fuse [-f] -o lowerdir=A:B[,upperdir=U,workdir=W][,OPTION...] TARGET
                   mica-fuse SOURCE TARGET -o OPTIONS
            Shows the directories of lowerdir, the topmost first, as one tree at TARGET, and keeps
            changes in upperdir. Options are those of the kernel's overlayfs and of fuse-overlayfs.
              -f         stay in the foreground
              -V         print the version
            """;

    private MicaFuse() {}

    /** Mounts, serves and returns when the mount has ended. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        PrintStream output = stream(FileDescriptor.out);
        PrintStream errors = stream(FileDescriptor.err);
        List<String> texts = new ArrayList<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            switch (arg) {
                case "-V", "--version" -> {
                    output.println("mica-fuse: version " + VERSION);
                    output.println("FUSE library version none; kernel interface version 7.45");
                    return 0;
                }
                case "-h", "--help" -> {
                    output.print(USAGE);
                    return 0;
                }
                case "-f", "-d", "-s" -> {}
                case "-o" -> {
                    if (++i == args.length) {
                        errors.println("mica-fuse: -o needs options behind it");
                        return 1;
                    }
                    texts.add(args[i]);
                }
                default -> {
                    if (arg.startsWith("-o") && arg.length() > 2) {
                        texts.add(arg.substring(2));
                    } else if (arg.startsWith("-") && arg.length() > 1) {
                        errors.println("mica-fuse: unknown option " + arg);
                        return 1;
                    } else {
                        operands.add(arg);
                    }
                }
            }
        }
        if (operands.isEmpty() || operands.size() > 2) {
            errors.print(USAGE);
            return 1;
        }
        return mount(texts, operands, errors);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int mount(List<String> texts, List<String> operands, PrintStream errors) {
        Linux linux = Linux.system();
        try {
            MountOptions options = MountOptions.parse(texts);
            if (operands.size() == 2) {
                options.source = operands.getFirst();
            }
            for (String ignored : options.ignored) {
                errors.println("mica-fuse: option " + ignored + " is unknown, and ignored");
            }
            linux.umask(0);
            OverlayMount mount = new OverlayMount(linux, options);
            String target = Path.of(operands.getLast()).toAbsolutePath().normalize().toString();
            Runtime.getRuntime().addShutdownHook(new Thread(mount::unmount, "mica-fuse-signal"));
            mount.serve(target, () -> tellReady(linux));
            return 0;
        } catch (BadOptionException | MountException e) {
            errors.println("mica-fuse: " + e.getMessage());
        } catch (ErrnoException e) {
            errors.println("mica-fuse: " + operands.getLast() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    private static void tellReady(Linux linux) {
        int fd = Integer.getInteger("mica.ready", -1);
        if (fd >= 0) {
            ByteBuffer ok = ByteBuffer.allocateDirect(3);
            ok.put("OK\n".getBytes(StandardCharsets.US_ASCII)).flip();
            int written = linux.write(fd, ok);
            linux.close(fd);
            assert written == 3;
        }
    }
}
