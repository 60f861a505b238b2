package dev.baton.integration;

import dev.baton.demo.local.Shape;

/// [PostgresAccidents] to two machines and a witness with one PostgreSQL.
class PostgresPairCheck extends PostgresAccidents {

    @Override
    Shape shape() {
        return new Shape(2, 1);
    }
}
