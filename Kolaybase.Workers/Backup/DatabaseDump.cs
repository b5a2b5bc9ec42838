using System.Globalization;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Provisioning;
using Npgsql;

namespace Kolaybase.Workers.Backup;

/// <summary>
/// Dumps a project's database by <c>pg_dump</c>, logged in as its owner: what is the owner's is all that a project has. Our own helpers (schemas
/// <c>auth</c> and <c>kolaybase</c>, event triggers) come with a new project anyway.
/// </summary>
internal sealed class DatabaseDump(ProjectConnections connections, PostgresPrograms programs)
{
    // What is under way, waits for a worker, or was found about the bytes of that very project.
    private static readonly string[] WithoutRows = ["storage.uploads", "storage.upload_parts", "storage.removals", "storage.checks"];

    /// <summary>Writes the archive, and lists the objects that the same snapshot names.</summary>
    /// <exception cref="BackupException">The programs are missing or too old, or refuse.</exception>
    public async Task<DumpedDatabase> WriteAsync(Project project, DumpFolder folder, CancellationToken cancellationToken)
    {
        await using var source = OwnerSessions.Create(connections, project);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var major = connection.PostgreSqlVersion.Major;
        var set = await programs.FindAsync(major, string.Create(CultureInfo.InvariantCulture, $"the server is PostgreSQL {major}, and an older pg_dump can't read it"), cancellationToken);
        await RefuseForcedAsync(connection, cancellationToken);
        await RefuseNeighboursAsync(connection, ProjectRef.From(project).Database, cancellationToken);

        // One snapshot for rows and the list of objects.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var snapshot = await ValueAsync<string>(connection, "select pg_export_snapshot()", cancellationToken);
        var objects = await ObjectsAsync(connection, cancellationToken);
        await folder.Write(DumpFolder.Database).DisposeAsync();
        await set.RunAsync(
            "pg_dump",
            [
                "--format=custom", $"--snapshot={snapshot}", "--no-password", "--exclude-schema=auth", "--exclude-schema=kolaybase",
                .. WithoutRows.Select(t => $"--exclude-table-data={t}"), $"--file={folder.File(DumpFolder.Database)}",
            ],
            connections.Owner(ProjectRef.From(project).Database),
            cancellationToken);
        return new DumpedDatabase(major, set.Major, objects);
    }

    // pg_dump would stop at the first of them, and say less.
    private static async Task RefuseForcedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var forced = await ValueAsync<string>(
            connection,
            "select coalesce(string_agg(c.oid::pg_catalog.regclass::text, ', '), '') from pg_catalog.pg_class c where c.relrowsecurity and c.relforcerowsecurity",
            cancellationToken);
        if (forced.Length > 0)
        {
            throw new BackupException(
                $"Row level security is forced upon the owner of {forced}, so that a dump might lack rows: \"alter table … no force row level security\" first, and force it again afterwards.");
        }
    }

    // Logins of projects are the cluster's: a grant or a policy may name another project's, which is not there when the dump is restored.
    private static async Task RefuseNeighboursAsync(NpgsqlConnection connection, ProjectDatabase database, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select coalesce(string_agg(distinct pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) || ' (' || r.rolname || ')', ', '), '')
            from pg_catalog.pg_shdepend d
            join pg_catalog.pg_roles r on r.oid = d.refobjid
            where d.dbid = (select oid from pg_catalog.pg_database where datname = current_database())
                and d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass and d.deptype in ('a', 'r')
                and r.rolname like 'kb\_%' and r.rolname <> all($1)
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [database.OwnerRole, database.AuthenticatorRole] });
        if (await command.ExecuteScalarAsync(cancellationToken) is string { Length: > 0 } named)
        {
            throw new BackupException($"Another project's login is named in a grant or a policy, and is not there when the dump is restored: revoke the grant or drop the policy first. It is {named}.");
        }
    }

    private static async Task<List<DumpedObject>> ObjectsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var objects = new List<DumpedObject>();
        if (!await ValueAsync<bool>(connection, "select to_regclass('storage.objects') is not null", cancellationToken))
        {
            // The owner has dropped the schema: it is his.
            return objects;
        }

        await using var command = new NpgsqlCommand("select version, size, content_type from storage.objects where version is not null order by version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            objects.Add(new DumpedObject(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), ""));
        }

        return objects;
    }

    private static async Task<T> ValueAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>A database that was dumped.</summary>
/// <param name="ServerMajor">Major version of its server.</param>
/// <param name="ProgramMajor">Major version of <c>pg_dump</c>.</param>
/// <param name="Objects">The objects that its rows name; without hashes yet.</param>
internal sealed record DumpedDatabase(int ServerMajor, int ProgramMajor, IReadOnlyList<DumpedObject> Objects);
