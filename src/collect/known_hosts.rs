//! `known_hosts`: which keys a host is known by. Read by ourselves, for the SSH library takes revoked keys for good.
