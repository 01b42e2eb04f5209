package dev.mica.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** {@code docker top}: what the host's {@code ps} says of a container's processes. */
final class Processes {

    private Processes() {}

    static ProcessTable list(List<Integer> pids, String arguments) {
        List<String> command = new ArrayList<>(List.of("ps"));
        command.addAll(
                List.of((arguments.isBlank() ? "-ef" : arguments.strip()).split("\\s+", -1)));
        String answer;
        try {
            Process ps = new ProcessBuilder(command).redirectErrorStream(true).start();
            ps.getOutputStream().close();
            answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!ps.waitFor(20, TimeUnit.SECONDS) || ps.exitValue() != 0) {
                throw EngineException.system("ps: " + answer.strip().split("\n", 2)[0]);
            }
        } catch (IOException e) {
            throw EngineException.system("Error running ps: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.system("interrupted while running ps");
        }
        List<String> lines = List.of(answer.split("\n", -1));
        List<String> titles = fields(lines.getFirst(), Integer.MAX_VALUE);
        int pid = titles.indexOf("PID");
        if (pid < 0) {
            throw EngineException.system("Couldn't find PID field in ps output");
        }
        Set<String> wanted = new HashSet<>();
        pids.forEach(p -> wanted.add(p.toString()));
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> row = fields(line, titles.size());
            if (row.size() > pid && wanted.contains(row.get(pid))) {
                rows.add(row);
            }
        }
        return new ProcessTable(rows, titles);
    }

    /** Fields by white space; the last one keeps its own. */
    private static List<String> fields(String line, int most) {
        String stripped = line.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+", most));
    }
}
