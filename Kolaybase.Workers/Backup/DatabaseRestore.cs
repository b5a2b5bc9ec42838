using System.Globalization;
using System.Text;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Objects.Schema;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Provisioning;
using Npgsql;

namespace Kolaybase.Workers.Backup;

/// <summary>Fills a new project's database from an archive, logged in as its owner.</summary>
internal sealed class DatabaseRestore(ProjectConnections connections, PostgresPrograms programs)
{
    /// <summary>Finds the programs, and asks the server whether it is new enough; makes nothing.</summary>
    /// <exception cref="BackupException">A program is missing, or something is too old.</exception>
    public async Task<PostgresProgramSet> CheckAsync(DumpManifest manifest, string provisioner, CancellationToken cancellationToken)
    {
        await using var source = new NpgsqlSlimDataSourceBuilder(new NpgsqlConnectionStringBuilder(provisioner) { Pooling = false }.ConnectionString).Build();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (connection.PostgreSqlVersion.Major < manifest.ServerMajor)
        {
            throw new BackupException(string.Create(
                CultureInfo.InvariantCulture, $"The dump is of PostgreSQL {manifest.ServerMajor}, this server is {connection.PostgreSqlVersion.Major}: restore it on {manifest.ServerMajor} or newer."));
        }

        return await programs.FindAsync(
            manifest.ProgramMajor, string.Create(CultureInfo.InvariantCulture, $"pg_dump of {manifest.ProgramMajor} wrote the archive, and an older pg_restore can't read it"), cancellationToken);
    }

    /// <summary>Restores definitions, rows and what follows upon rows; then brings schema <c>storage</c> to what this version expects.</summary>
    /// <exception cref="BackupException">A program refuses; the database is to be thrown away.</exception>
    public async Task RunAsync(PostgresProgramSet set, DumpManifest manifest, DumpFolder folder, Project project, CancellationToken cancellationToken)
    {
        var owner = connections.Owner(ProjectRef.From(project).Database);
        using var scratch = new ScratchFolder();
        var archive = folder.File(DumpFolder.Database);
        var list = scratch.File("list");
        await File.WriteAllTextAsync(list, ArchiveList.Ours(await set.RunAsync("pg_restore", ["--list", archive], null, cancellationToken)), cancellationToken);

        await using var source = OwnerSessions.Create(connections, project);
        // The new project's own is empty; the archive has one with rows.
        await ExecuteAsync(source, "drop schema if exists storage cascade", cancellationToken);
        await RunScriptAsync("pre-data");
        await LoadAsync(set, list, archive, owner, cancellationToken);
        await RunScriptAsync("post-data");
        await using (var connection = await source.OpenConnectionAsync(cancellationToken))
        {
            await StorageSchema.EnsureAsync(connection, cancellationToken);
        }

        if (manifest.MissingObjects.Count > 0)
        {
            await using var command = source.CreateCommand("delete from storage.objects where version = any($1)");
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. manifest.MissingObjects] });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        async Task RunScriptAsync(string section)
        {
            var file = scratch.File($"{section}.sql");
            await set.RunAsync("pg_restore", ["--no-owner", $"--section={section}", $"--use-list={list}", $"--file={file}", archive], null, cancellationToken);
            var script = await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken);
            if (!ArchiveScript.IsRestricted(script))
            {
                throw new BackupException(
                    $"The programs in '{set.Folder}' are from before CVE-2025-8715 was mended, by which a dump can run programs here: update the client programs (13.22, 14.19, 15.14, 16.10, 17.6, 18.0 or newer).");
            }

            await File.WriteAllTextAsync(file, ArchiveScript.For(script, manifest.DatabaseName, project.DatabaseName), cancellationToken);
            await set.RunAsync("psql", ["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", $"--file={file}"], owner, cancellationToken);
        }
    }

    private static async Task LoadAsync(PostgresProgramSet set, string list, string archive, NpgsqlConnectionStringBuilder owner, CancellationToken cancellationToken)
    {
        var (code, _, error) = await set.TryRunAsync(
            "pg_restore", ["--no-owner", "--no-password", "--section=data", $"--use-list={list}", $"--dbname={owner.Database}", archive], owner, cancellationToken);
        if (code != 0 && ArchiveScript.HasFault(error))
        {
            throw PostgresProgramSet.Failure("pg_restore", error);
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
