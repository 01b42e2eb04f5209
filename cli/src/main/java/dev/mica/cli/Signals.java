package dev.mica.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Signals of the process. {@code sun.misc.Signal} is what the JDK has for them, and javac warns of
 * each use of it with no way to say that it is meant; so it is used by reflection.
 */
final class Signals {

    private Signals() {}

    /**
     * Calls the handler, on a thread of its own, for each signal of this name from now on, in place
     * of what the JVM would do. Where the JVM keeps a signal for itself, nothing is changed.
     *
     * @param name without {@code SIG}
     */
    static void handle(String name, Consumer<String> handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call =
                    (proxy, method, arguments) ->
                            switch (method.getName()) {
                                case "handle" -> {
                                    handler.accept(name);
                                    yield null;
                                }
                                case "hashCode" -> System.identityHashCode(proxy);
                                case "equals" -> false;
                                default -> "handler of SIG" + name;
                            };
            Object proxy =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(), new Class<?>[] {type}, call);
            signal.getMethod("handle", signal, type)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            // a JVM without it, or a signal that it does not give away
        }
    }
}
