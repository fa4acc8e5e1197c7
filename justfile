# The gate, as CI runs it.
ci:
    .ci/run

# All tests.
test:
    cargo test

# Format, and lint as CI does.
lint:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# Write the expected output of README.md and tests/transcripts anew; read the difference before you commit it.
transcripts:
    UPDATE=1 cargo test --test transcripts

# Write the oracle's cases anew.
oracle:
    python3 tests/oracle/generate.py

# Hold the law data together.
law:
    cargo run --quiet -- law check

# Licences and sources of what the program is built from (needs cargo-deny).
deny:
    cargo deny check licenses bans sources
