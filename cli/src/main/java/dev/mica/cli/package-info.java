/**
 * The {@code mica} command.
 *
 * <p>{@link dev.mica.cli.Main} makes a {@link dev.mica.cli.Shell}, what one run works with: its
 * streams, its environment, the daemon it speaks to. {@link dev.mica.cli.CommandLines} reads the
 * options before the verb, makes the one verb that was asked for and no other (a run must not pay
 * for the thirty verbs that it does not use), and turns what goes wrong into Docker's words and
 * exit codes.
 *
 * <p>Most verbs ask a daemon over {@link dev.mica.dockerapi.DockerClient}, which may be dockerd as
 * well. What it answers is kept as a {@link dev.mica.cli.Json} tree, since it is shown, by {@link
 * dev.mica.cli.Template} or {@link dev.mica.cli.Table}, and not worked with; a member that another
 * version of the daemon leaves out is empty.
 *
 * <p>{@code image from-host} needs no daemon: {@link dev.mica.cli.HostImage}.
 */
@NullMarked
package dev.mica.cli;

import org.jspecify.annotations.NullMarked;
