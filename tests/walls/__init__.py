"""The walls, attacked: by every address, by raw SQL, by counts, by exports, by tampering."""
