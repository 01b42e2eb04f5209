package dev.mica.storage.overlay2;

import dev.mica.storage.spi.DriverContext;
import dev.mica.storage.spi.StorageDriver;
import dev.mica.storage.spi.StorageDriverProvider;

/** Opens Docker's {@code overlay2} driver. */
public final class Overlay2Provider implements StorageDriverProvider {
    static final String NAME = "overlay2";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StorageDriver open(DriverContext context) {
        Overlay2Options options = Overlay2Options.parse(context.options());
        KernelSupport support = KernelSupport.probe(context.linux(), context.home());
        options.check(support.backingFileSystem());
        Overlay2Home home = Overlay2Home.open(context.linux(), context.home());
        return new Overlay2Driver(context, home, support);
    }
}
