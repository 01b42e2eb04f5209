package dev.mica.linux;

/**
 * The narrow waist: the one method that reaches the kernel. What is above it gives names and types;
 * what is below is the real kernel or a double. Hidden from other rooms by its parameters' types.
 */
interface Kernel {
    /**
     * Makes a call. The result is the kernel's, an error its negative number; never an exception.
     * {@code scratch} holds the names.
     */
    long call(Scratch scratch, Call call, long a1, long a2, long a3, long a4, long a5, long a6);
}
