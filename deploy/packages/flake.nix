{
  description = "Tells whether a NetApp ONTAP 9 cluster is ready for NDMP tape backup";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ];
      each = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in {
      packages = each (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "ndmp-preflight";
          version = (pkgs.lib.importTOML ../../Cargo.toml).package.version;
          src = pkgs.lib.cleanSource ../..;
          cargoLock.lockFile = ../../Cargo.lock;
          buildNoDefaultFeatures = true;
          buildFeatures = [ "cli" "ssh" ];
          nativeBuildInputs = [ pkgs.pkg-config pkgs.installShellFiles ];
          buildInputs = [ pkgs.openssl ];
          # The tests start servers, browsers and readers of other people.
          doCheck = false;
          postInstall = ''
            $out/bin/ndmp-preflight generate man -o man
            installManPage man/*.1
            for shell in bash zsh fish; do
              $out/bin/ndmp-preflight generate completions $shell >completions.$shell
            done
            installShellCompletion --cmd ndmp-preflight --bash completions.bash --zsh completions.zsh --fish completions.fish
          '';
        };
      });
    };
}
