package dev.baton.demo.local;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every node is this machine: ports of 127.0.0.1, loopback addresses for the groups, and forwarders between the nodes'
/// coordination peers, so that a node can be cut off. Clients reach a cut-off node all the same.
final class Loopback implements Ground {

    private static final int USUAL_API_PORT = 8420;
    private static final int GROUP_PORT = 9092;
    private static final String HERE = "127.0.0.1";

    private final RunningCluster cluster;
    private final Ports ports = new Ports();
    private final SortedMap<String, Integer> apiPorts = new TreeMap<>();
    private final SortedMap<String, GroupAddress> servers = new TreeMap<>();
    private final Links links;
    private final Faults faults;

    Loopback(Shape shape, RunningCluster cluster) throws IOException {
        this.cluster = cluster;
        for (String machine : shape.machines()) {
            apiPorts.put(machine, apiPorts.isEmpty() ? ports.preferably(USUAL_API_PORT) : ports.any());
        }
        SortedMap<String, Peer> peers = new TreeMap<>();
        for (String voter : shape.voters()) {
            peers.put(voter, new Peer(HERE, ports.any(), ports.any(), ports.any()));
        }
        links = new Links(apiPorts.keySet(), peers);
        faults = new Faults(cluster.faults(), links);
        String network = ports.network(shape.servers(), GROUP_PORT);
        for (String server : shape.serverNames()) {
            servers.put(server, new GroupAddress(server, network + (servers.size() + 1), GROUP_PORT));
        }
    }

    @Override
    public Seat seat(String node) {
        return new Seat(apiPort(node), links.seenFrom(node), new TreeMap<>(Map.of()));
    }

    @Override
    public String address(String node) {
        return HERE;
    }

    private int apiPort(String node) {
        return Objects.requireNonNull(apiPorts.get(node), "no node " + node);
    }

    @Override
    public URI api(String node) {
        return URI.create("http://" + HERE + ":" + apiPort(node));
    }

    @Override
    public GroupAddress listens(String group) {
        return Objects.requireNonNull(servers.get(group), "no group " + group);
    }

    @Override
    public List<GroupAddress> places(String group) {
        return List.of(listens(group));
    }

    @Override
    public List<String> inside(String node) throws IOException {
        ports.release();
        return List.of();
    }

    @Override
    public void cut(String node) throws IOException {
        cluster.cut(node);
    }

    @Override
    public void restore(String node) throws IOException {
        cluster.restore(node);
    }

    @Override
    public void close() {
        links.close();
        try {
            faults.close();
        } catch (IOException e) {
            // Nothing watches any more either way.
        }
    }
}
