package dev.mica.engine;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Makes up names for containers, an adjective and the name of someone who made computing what it
 * is, as in {@code quiet_lovelace}.
 */
final class NameMaker {
    private static final List<String> ADJECTIVES =
            words(
                    """
                    able airy amber ample apt ardent bold brave breezy bright brisk calm candid cheery
                    civil clear clever cosy crisp curious daring deft earnest easy eager fair fancy
                    fearless fond frank free fresh gentle glad golden grand happy hardy hearty honest
                    humble jolly jovial keen kind lively lucid lucky merry mighty mild modest neat nimble
                    noble patient peaceful plucky polite proud quick quiet rapid ready robust serene
                    sharp silent sincere smart snug sober solid spry stable steady stoic sunny swift
                    tender thrifty tidy trusty upbeat vivid warm wise witty zesty\
                    """);

    private static final List<String> SURNAMES =
            words(
                    """
                    aho allen babbage backus baker bartik berners booth boole brooks cerf chomsky church
                    clarke codd cook cray curry dahl dijkstra diffie easley eckert engelbart erdos
                    euclid euler floyd franklin gauss godel goldberg granville gray gosling hamilton
                    hamming hellman hoare hopper huffman iverson joy kahn karp kay keller kernighan
                    kilburn kleene knuth lamport landin lederman leibniz liskov lovelace mauchly
                    mccarthy mcilroy meitner milner minsky naur newell noether nygaard pascal perlis
                    perlman postel rabin ritchie rivest robinson sammet scott shannon sifakis simon
                    stallman steele stibitz strachey sutherland tarjan thompson torvalds turing ullman
                    valiant vonneumann wilkes wilkinson wing wirth yao zuse\
                    """);

    private static final int TRIES = 6;

    private final RandomGenerator random;

    NameMaker(RandomGenerator random) {
        this.random = random;
    }

    /** A name that is free; with a digit at its end where the first tries were not. */
    String next(Predicate<String> isFree) {
        for (int attempt = 0; ; attempt++) {
            String name = pick(ADJECTIVES) + '_' + pick(SURNAMES);
            if (attempt >= TRIES) {
                name += random.nextInt(10 * (attempt - TRIES + 1));
            }
            if (isFree.test(name)) {
                return name;
            }
        }
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static List<String> words(String text) {
        return List.of(text.split("\\s+", -1));
    }
}
