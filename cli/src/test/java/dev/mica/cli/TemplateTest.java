package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final Json VALUE =
            Json.read(
                    """
                    {"Name":"a<b","Big":9007199254740993,"State":{"Running":true,"Error":null},
                     "Mounts":[1,{"x":1.0}]}
                    """
                            .getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{.Name}}            | a<b",
                "{{ .Big }}/{{.Name}} | 9007199254740993/a<b",
                "{{.State.Running}}   | true",
                "{{.State.Error}}     | <no value>",
                "{{json .Mounts}}     | [1,{\"x\":1.0}]",
                "{{json .Name}}       | \"a\\u003cb\"",
                "plain                | plain"
            })
    void fieldsAreFilledIn(String template, String filled) {
        assertThat(Template.parse(template).apply(VALUE)).isEqualTo(filled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{{range .Mounts}}", "{{.Name | upper}}", "{{.}}", "{{}}", "{{len .A}}"})
    void whatIsNotServedIsNamed(String template) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Template.parse(template))
                .withMessageContaining(template + " is not served");
    }

    @Test
    void anActionWithoutEndIsAnError() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Template.parse("a {{.Name"))
                .withMessageContaining("unclosed action");
    }

    @Test
    void aFieldThatIsNotThereIsNamed() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Template.parse("{{.State.Foo}}").apply(VALUE))
                .withMessageContaining("<.State.Foo>: no entry for key \"Foo\"");
    }

    @Test
    void aTreeIsShownAsJsonOnly() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Template.parse("{{.State}}").apply(VALUE))
                .withMessageContaining("{{json .State}} shows it");
    }
}
