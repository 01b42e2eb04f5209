/**
 * Published conformance suites. A suite is an abstract JUnit class that knows an interface and
 * nothing of who implements it; the implementation's own tests extend it and hand over a subject:
 *
 * <pre>{@code
 * class MyDriverConformanceTest extends StorageDriverConformance {
 *     @Override
 *     protected OpenedDriver open(DataRoot root) {
 *         return new DriverRegistry(List.of(new MyProvider()))
 *                 .open(root, Optional.of("mine"), List.of());
 *     }
 * }
 * }</pre>
 *
 * After each test what must hold of the subject at rest is checked as well, and everything the test
 * made is removed.
 */
@NullMarked
package dev.mica.testkit;

import org.jspecify.annotations.NullMarked;
