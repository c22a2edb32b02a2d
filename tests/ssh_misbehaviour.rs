#[path = "../examples/simulated-ontap/server.rs"]
mod server;
#[test]
fn x() {
    let _ = server::Server::start(
        std::sync::Arc::new(|_: &str| server::Reply::default()),
        server::Access::default(),
        server::Faults::default(),
    );
}
