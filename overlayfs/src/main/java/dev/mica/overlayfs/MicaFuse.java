package dev.mica.overlayfs;

import dev.mica.linux.Linux;
import dev.mica.overlayfs.MountOptions.BadOptionException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The program {@code mica-fuse}: {@code mica-fuse -o OPTIONS TARGET}, or as mount(8) calls it, with
 * a source in front of the target. Says that the mount is ready by {@code OK} on the descriptor
 * that the system property {@code mica.ready} names, if there is one.
 */
public final class MicaFuse {
    private static final String VERSION = "0.1.0";

    private MicaFuse() {}

    /** Mounts, serves and returns when the mount has ended. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        PrintStream output = stream(FileDescriptor.out);
        PrintStream errors = stream(FileDescriptor.err);
        if (args.contains("-V") || args.contains("--version")) {
            output.println("mica-fuse: version " + VERSION);
            output.println("FUSE library version none; kernel interface version 7.45");
            return 0;
        }
        if (args.contains("-h") || args.contains("--help")) {
            output.print(MountRequest.USAGE);
            return 0;
        }
        Linux linux = Linux.system();
        linux.umask(0); // callers' own masks are applied to what they make
        try {
            if (args.size() == 2 && args.getFirst().equals("--serve")) {
                return ResidentServer.run(linux, Path.of(args.getLast()), errors);
            }
            MountRequest request = MountRequest.parse(args, System.getProperty("user.dir", "/"));
            boolean mounted =
                    request.serve(
                            linux,
                            MicaFuse::unmountAtSignal,
                            line -> errors.println("mica-fuse: " + line),
                            () -> tellReady(linux));
            return mounted ? 0 : 1;
        } catch (BadOptionException e) {
            errors.println("mica-fuse: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static void unmountAtSignal(OverlayMount mount) {
        Runtime.getRuntime().addShutdownHook(new Thread(mount::unmount, "mica-fuse-signal"));
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
