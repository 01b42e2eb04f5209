package dev.mica.engine;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Made-up names of containers: a quality and someone whose work made computers what they are. */
final class NameGenerator {
    private static final String[] QUALITIES = {
        "able", "airy", "ample", "apt", "balmy", "bold", "brave", "breezy", "bright", "brisk",
        "calm", "candid", "careful", "cheery", "clear", "clever", "cool", "cosy", "crisp",
        "curious", "daring", "deft", "eager", "early", "earnest", "easy", "fair", "fast", "fine",
        "fleet", "fond", "frank", "free", "fresh", "gentle", "glad", "good", "grand", "handy",
        "happy", "hardy", "honest", "humble", "jolly", "jovial", "keen", "kind", "level", "light",
        "lively", "lucid", "lucky", "mellow", "merry", "mild", "modest", "neat", "nimble", "noble",
        "novel", "open", "patient", "placid", "plain", "plucky", "polite", "prompt", "proud",
        "quick", "quiet", "rapid", "ready", "robust", "serene", "sharp", "shiny", "sincere",
        "sleek", "smart", "smooth", "snug", "sober", "solid", "sound", "spry", "steady", "sturdy",
        "subtle", "sunny", "sure", "swift", "tidy", "tough", "true", "trusty", "upbeat", "vivid",
        "warm", "wise", "witty", "worthy", "zesty"
    };
    private static final String[] PEOPLE = {
        "abelson",
        "allen",
        "antonelli",
        "babbage",
        "backus",
        "bartik",
        "bell",
        "berners",
        "boole",
        "brooks",
        "cerf",
        "church",
        "clarke",
        "cocke",
        "codd",
        "conway",
        "corbato",
        "cray",
        "dahl",
        "dennis",
        "diffie",
        "dijkstra",
        "eckert",
        "engelbart",
        "estrin",
        "feinler",
        "floyd",
        "goldberg",
        "goldwasser",
        "gosling",
        "gray",
        "hamilton",
        "hamming",
        "hejlsberg",
        "hellman",
        "hoare",
        "holberton",
        "hopper",
        "iverson",
        "johnson",
        "joy",
        "kahan",
        "kahn",
        "kay",
        "keller",
        "kernighan",
        "kilburn",
        "kleene",
        "knuth",
        "kurtz",
        "lampson",
        "lamport",
        "landin",
        "liskov",
        "lovelace",
        "mauchly",
        "mccarthy",
        "mcilroy",
        "mcnulty",
        "merkle",
        "meltzer",
        "metcalfe",
        "milner",
        "minsky",
        "moore",
        "naur",
        "neumann",
        "newell",
        "noyce",
        "nygaard",
        "ousterhout",
        "papert",
        "parnas",
        "perlis",
        "perlman",
        "pike",
        "postel",
        "rabin",
        "ritchie",
        "rivest",
        "sammet",
        "scott",
        "shannon",
        "simon",
        "spence",
        "stallman",
        "steele",
        "stroustrup",
        "sussman",
        "sutherland",
        "tarjan",
        "thompson",
        "torvalds",
        "turing",
        "valiant",
        "wall",
        "wilkes",
        "wing",
        "wirth",
        "yao",
        "zuse"
    };
    private static final int ATTEMPTS = 20;

    private NameGenerator() {}

    /** A name that is not taken; a digit is added where chance finds none without. */
    static String next(RandomGenerator random, Predicate<String> taken) {
        for (int attempt = 0; ; attempt++) {
            String name =
                    QUALITIES[random.nextInt(QUALITIES.length)]
                            + "_"
                            + PEOPLE[random.nextInt(PEOPLE.length)];
            if (attempt >= ATTEMPTS) {
                name += random.nextInt(10, 1000 + attempt * 100);
            }
            if (!taken.test(name)) {
                return name;
            }
        }
    }
}
