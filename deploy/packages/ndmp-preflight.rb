# Homebrew: `brew install --formula ./ndmp-preflight.rb`. A release sets `url` and `sha256` to those of its source archive.
class NdmpPreflight < Formula
  desc "Tells whether a NetApp ONTAP 9 cluster is ready for NDMP tape backup"
  homepage ENV.fetch("NDMP_PREFLIGHT_HOMEPAGE", "https://example.com/ndmp-preflight")
  url ENV.fetch("NDMP_PREFLIGHT_URL", "https://example.com/ndmp-preflight-0.1.0.tar.gz")
  sha256 ENV.fetch("NDMP_PREFLIGHT_SHA256", "0" * 64)
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "pkgconf" => :build
  depends_on "rust" => :build
  depends_on "openssl@3"

  def install
    system "cargo", "install", "--no-default-features", "--features", "cli,ssh", *std_cargo_args
    system bin/"ndmp-preflight", "generate", "man", "-o", man1
    generate_completions_from_executable(bin/"ndmp-preflight", "generate", "completions")
  end

  test do
    assert_match "verdict    not ready", shell_output("#{bin}/ndmp-preflight check --demo", 1)
  end
end
