using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Workers.Storage;

/// <summary>Opens what jobs on a project's objects need: its store, and its database as its owner, whose schema <c>storage</c> is.</summary>
internal sealed class ProjectStorageAccess(IDbContextFactory<RegistryContext> registry, ProjectConnections connections, ObjectStores stores)
{
    /// <summary>The project's storage; null when the project is not active (any more).</summary>
    /// <exception cref="ObjectStoreException">Its store is not configured here.</exception>
    public async Task<OpenStorage?> OpenAsync(Guid projectId, CancellationToken cancellationToken)
    {
        await using var context = await registry.CreateDbContextAsync(cancellationToken);
        var project = await context.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId && p.Status == ProjectStatus.Active, cancellationToken);
        if (project is null)
        {
            return null;
        }

        var source = OwnerSessions.Create(connections, project);
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var limits = new NpgsqlCommand("set statement_timeout = '60s'; set lock_timeout = '20s'; set search_path = pg_catalog, pg_temp; set row_security = off", connection);
            await limits.ExecuteNonQueryAsync(cancellationToken);
            return new OpenStorage(projectId, stores.Of(project.ObjectStore), source, connection);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }
}

/// <summary>A project's storage, open for one job.</summary>
internal sealed class OpenStorage(Guid projectId, IObjectStore store, NpgsqlDataSource source, NpgsqlConnection connection) : IAsyncDisposable
{
    /// <summary>The project.</summary>
    public Guid ProjectId => projectId;

    /// <summary>Where its bytes are.</summary>
    public IObjectStore Store => store;

    /// <summary>Its database, as its owner. Nothing of it is held while the store works.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>Runs a statement.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
