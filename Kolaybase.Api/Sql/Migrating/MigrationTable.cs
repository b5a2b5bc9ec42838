using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Sql.Migrating;

/// <summary>
/// Where a project's migrations are noted: table <c>kolaybase_migrations.applied</c> in its own database, which belongs to its owner, goes along with its dumps, and which the
/// roles of the data API may not even read.
/// </summary>
internal static class MigrationTable
{
    // One migration of a project at a time; any constant, as long as it stays the same.
    private const long Lock = 0x6b6f6c6179_11;

    private const string Script = """
        do $$ begin
            if pg_catalog.to_regclass('kolaybase_migrations.applied') is null then
                create schema if not exists kolaybase_migrations;
                create table kolaybase_migrations.applied (
                    position pg_catalog.int4 generated always as identity primary key,
                    name pg_catalog.text not null unique,
                    checksum pg_catalog.text not null,
                    applied_at pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
                    duration_ms pg_catalog.float8 not null
                );
                comment on schema kolaybase_migrations is 'Migrations that POST /api/sql/migrations has applied.';
                revoke all on schema kolaybase_migrations from public, anon, authenticated, service_role;
                revoke all on kolaybase_migrations.applied from public, anon, authenticated, service_role;
            end if;
        end $$
        """;

    /// <summary>Waits for its turn, which lasts as long as the session, and makes the table where there is none.</summary>
    public static async Task PrepareAsync(SqlSession session)
    {
        await session.ExecuteAsync($"select pg_catalog.pg_advisory_lock({Lock})");
        await session.ExecuteAsync(Script);
    }

    /// <summary>The migration of that name; null when it was not applied.</summary>
    public static async Task<MigrationAnswer?> FindAsync(SqlSession session, string name)
    {
        await using var command = new NpgsqlCommand(
            "select name, checksum, applied_at, duration_ms from kolaybase_migrations.applied where name operator(pg_catalog.=) $1", session.Connection) { Parameters = { new() { Value = name } } };
        return (await ReadAsync(command, session.Ended)).FirstOrDefault();
    }

    /// <summary>All of them, in the order of their application.</summary>
    public static async Task<IReadOnlyList<MigrationAnswer>> ListAsync(SqlSession session)
    {
        await using (var exists = new NpgsqlCommand("select pg_catalog.to_regclass('kolaybase_migrations.applied') is not null", session.Connection))
        {
            if (await exists.ExecuteScalarAsync(session.Ended) is not true)
            {
                return [];
            }
        }

        await using var command = new NpgsqlCommand("select name, checksum, applied_at, duration_ms from kolaybase_migrations.applied order by position", session.Connection);
        return await ReadAsync(command, session.Ended);
    }

    /// <summary>Notes one.</summary>
    public static async Task<MigrationAnswer> AddAsync(SqlSession session, string name, string checksum, double duration)
    {
        await using var command = new NpgsqlCommand(
            "insert into kolaybase_migrations.applied (name, checksum, duration_ms) values ($1, $2, $3) returning name, checksum, applied_at, duration_ms", session.Connection)
        {
            Parameters = { new() { Value = name }, new() { Value = checksum }, new() { Value = duration } },
        };
        return await ReadAsync(command, session.Ended) is [var noted] ? noted : throw Altered();
    }

    private static async Task<List<MigrationAnswer>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<MigrationAnswer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Read(reader));
        }

        return found;
    }

    private static MigrationAnswer Read(NpgsqlDataReader reader)
    {
        try
        {
            return new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetDouble(3));
        }
        catch (InvalidCastException e)
        {
            throw Altered(e);
        }
    }

    /// <summary>The table is the owner's, who may have done anything to it. What a call has not committed is undone.</summary>
    private static ApiException Altered(Exception? cause = null) => new(
        StatusCodes.Status409Conflict,
        ErrorCodes.MigrationTableAltered,
        "The table kolaybase_migrations.applied is not as Kolaybase has made it.",
        hint: "Undo what was changed of its columns, values, triggers and rules; docs/sql.md tells how it is made.",
        inner: cause);
}
