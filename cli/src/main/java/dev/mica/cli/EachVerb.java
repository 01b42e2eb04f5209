package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientRequest;
import java.util.List;

/** A verb that does the same to each of its arguments, and goes on after one that fails. */
abstract class EachVerb extends Verb {

    EachVerb(Shell shell) {
        super(shell);
    }

    /** The arguments. */
    abstract List<String> names();

    /** What to send for one of them. */
    abstract DockerClientRequest request(String name);

    /** Says that it is done. */
    void done(String name, byte[] answer) {
        shell().out().println(name);
    }

    /** Whether a failure is none to be told about. */
    boolean forgiven(DockerClientException failure) {
        return false;
    }

    @Override
    public final Integer call() {
        DockerClient client = shell().client();
        int code = 0;
        for (String name : names()) {
            try {
                done(name, client.send(request(name)).bytes());
            } catch (DockerClientException e) {
                shell().out().flush();
                shell().err().println("Error response from daemon: " + e.getMessage());
                code = forgiven(e) ? code : 1;
            }
        }
        return code;
    }
}
