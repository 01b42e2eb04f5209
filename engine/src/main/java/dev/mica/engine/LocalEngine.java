package dev.mica.engine;

/** The engine on this host. */
@SuppressWarnings("DoNotCallSuggester") // signatures first
final class LocalEngine {

    private LocalEngine() {}

    static Engine open(EngineConfig config) {
        throw new EngineException(
                EngineException.Kind.UNAVAILABLE, "no engine yet on " + config.dataRoot());
    }
}
