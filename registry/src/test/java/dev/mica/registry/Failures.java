package dev.mica.registry;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mica.registry.RegistryException.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;

/** Assertions about what goes wrong. */
final class Failures {

    private Failures() {}

    static ThrowableAssertAlternative<RegistryException> assertThatFailure(
            ThrowingCallable code, Kind kind) {
        return assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(code)
                .matches(e -> e.kind() == kind, "is of kind " + kind);
    }
}
