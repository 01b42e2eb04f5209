package dev.mica.dockerapi;

import dev.mica.engine.Engine;

/**
 * The Docker Engine API, a line a request; {@code docs/api.md} says it in prose. What dockerd
 * serves and Mica does not is here too, so that it is refused by name; what is not here is unknown
 * to both.
 */
final class ApiRoutes {
    private ApiRoutes() {}

    static RouteTable table(Engine engine, SystemFacts facts) {
        var routes = new RouteTable();
        system(routes, new SystemHandlers(engine, facts));
        containers(routes, new ContainerHandlers(engine.containers()));
        execs(routes, new ExecHandlers(engine.execs()));
        images(routes, new ImageHandlers(engine.images()));
        volumes(routes, new VolumeHandlers(engine.volumes()));
        networks(routes, new NetworkHandlers(engine.networks()));
        plugins(routes);
        swarm(routes);
        return routes;
    }

    private static void system(RouteTable routes, SystemHandlers system) {
        routes.get("/_ping", system::ping)
                .head("/_ping", system::ping)
                .get("/version", system::version)
                .get("/info", system::info)
                .get("/events", system::events)
                .post("/auth", system::login)
                .options("/{any...}", system::options)
                .get("/system/df", NotServed::refuse)
                .post("/session", NotServed::refuse)
                .post("/grpc", NotServed::refuse)
                .post("/build", NotServed::refuse)
                .post("/build/cancel", NotServed::refuse)
                .post("/build/prune", NotServed::nothingBuilt);
    }

    private static void containers(RouteTable routes, ContainerHandlers containers) {
        routes.get("/containers/json", containers::list)
                .post("/containers/create", containers::create)
                .post("/containers/prune", containers::prune)
                .get("/containers/{id...}/json", containers::inspect)
                .get("/containers/{id...}/top", containers::top)
                .get("/containers/{id...}/logs", containers::logs)
                .get("/containers/{id...}/changes", containers::changes)
                .get("/containers/{id...}/export", containers::export)
                .post("/containers/{id...}/start", containers::start)
                .post("/containers/{id...}/stop", containers::stop)
                .post("/containers/{id...}/restart", containers::restart)
                .post("/containers/{id...}/kill", containers::kill)
                .post("/containers/{id...}/pause", containers::pause)
                .post("/containers/{id...}/unpause", containers::unpause)
                .post("/containers/{id...}/rename", containers::rename)
                .post("/containers/{id...}/resize", containers::resize)
                .post("/containers/{id...}/wait", containers::await)
                .post("/containers/{id...}/attach", containers::attach)
                .get("/containers/{id...}/attach/ws", containers::refuse)
                .get("/containers/{id...}/stats", containers::refuse)
                .post("/containers/{id...}/update", containers::refuse)
                .get("/containers/{id...}/archive", containers::refuse)
                .head("/containers/{id...}/archive", containers::refuse)
                .put("/containers/{id...}/archive", containers::refuse)
                .get("/containers/{id...}/checkpoints", containers::refuse)
                .post("/containers/{id...}/checkpoints", containers::refuse)
                .delete("/containers/{id}/checkpoints/{checkpoint}", containers::refuse)
                .delete("/containers/{id...}", containers::remove);
    }

    private static void execs(RouteTable routes, ExecHandlers execs) {
        routes.post("/containers/{id...}/exec", execs::create)
                .post("/exec/{id}/start", execs::start)
                .post("/exec/{id}/resize", execs::resize)
                .get("/exec/{id}/json", execs::inspect);
    }

    private static void images(RouteTable routes, ImageHandlers images) {
        routes.get("/images/json", images::list)
                .post("/images/create", images::create)
                .post("/images/load", images::load)
                .post("/images/prune", images::prune)
                .get("/images/get", images::saveSeveral)
                .get("/images/search", NotServed::refuse)
                .get("/images/{name...}/get", images::saveOne)
                .get("/images/{name...}/json", images::inspect)
                .get("/images/{name...}/history", images::history)
                .post("/images/{name...}/tag", images::tag)
                .post("/images/{name...}/push", images::refuse)
                .delete("/images/{name...}", images::remove)
                .post("/commit", images::commit)
                .get("/distribution/{name...}/json", NotServed::refuse);
    }

    private static void volumes(RouteTable routes, VolumeHandlers volumes) {
        routes.get("/volumes", volumes::list)
                .post("/volumes/create", NotServed::refuse)
                .post("/volumes/prune", volumes::prune)
                .get("/volumes/{name...}", volumes::inspect)
                .put("/volumes/{name...}", NotServed::refuse)
                .delete("/volumes/{name...}", volumes::remove);
    }

    private static void networks(RouteTable routes, NetworkHandlers networks) {
        routes.get("/networks", networks::list)
                .get("/networks/", networks::list)
                .post("/networks/create", NotServed::refuse)
                .post("/networks/prune", networks::prune)
                .post("/networks/{id...}/connect", networks::refuse)
                .post("/networks/{id...}/disconnect", networks::refuse)
                .get("/networks/{id...}", networks::inspect)
                .delete("/networks/{id...}", networks::remove);
    }

    /** There are no plugins, and none can come. */
    private static void plugins(RouteTable routes) {
        routes.get("/plugins", NotServed::nonePlugged)
                .get("/plugins/privileges", NotServed::refuse)
                .post("/plugins/pull", NotServed::refuse)
                .post("/plugins/create", NotServed::refuse)
                .get("/plugins/{name...}/json", NotServed::noSuchPlugin)
                .post("/plugins/{name...}/enable", NotServed::noSuchPlugin)
                .post("/plugins/{name...}/disable", NotServed::noSuchPlugin)
                .post("/plugins/{name...}/push", NotServed::noSuchPlugin)
                .post("/plugins/{name...}/upgrade", NotServed::noSuchPlugin)
                .post("/plugins/{name...}/set", NotServed::noSuchPlugin)
                .delete("/plugins/{name...}", NotServed::noSuchPlugin);
    }

    /** What dockerd answers on a host outside of any swarm; entering one is refused. */
    private static void swarm(RouteTable routes) {
        routes.post("/swarm/init", NotServed::refuse)
                .post("/swarm/join", NotServed::refuse)
                .post("/swarm/leave", NotServed::leaveSwarm)
                .post("/swarm/{action}", NotServed::needsSwarm)
                .get("/swarm", NotServed::needsSwarm)
                .get("/swarm/unlockkey", NotServed::needsSwarm);
        for (String kind : new String[] {"services", "nodes", "tasks", "secrets", "configs"}) {
            routes.get("/" + kind, NotServed::needsSwarm)
                    .get("/" + kind + "/{id...}", NotServed::needsSwarm)
                    .post("/" + kind + "/{id...}", NotServed::needsSwarm)
                    .delete("/" + kind + "/{id...}", NotServed::needsSwarm);
        }
    }
}
