using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Objects.Schema;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Workers.Provisioning;

/// <summary>A project's storage: the schema in its database and the bytes in its object store.</summary>
public sealed class ProjectStorage(ProjectConnections connections, ObjectStores stores)
{
    /// <summary>
    /// Makes the schema. The store is not asked: it is prepared when a worker starts, and its being away for a while is no reason for having no
    /// database and no realm.
    /// </summary>
    public async Task EnsureAsync(Project project, CancellationToken cancellationToken)
    {
        await using var source = OwnerSessions.Create(connections, project);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await StorageSchema.EnsureAsync(connection, cancellationToken);
    }

    /// <summary>Removes all bytes. A store that is not configured any more can't be asked to: its project's deletion fails, and says so, until it is.</summary>
    public Task DeleteAsync(Project project, CancellationToken cancellationToken) =>
        stores.Find(project.ObjectStore) is { } store
            ? store.DeleteProjectAsync(project.Id, cancellationToken)
            // A project of an installation that never had a store for files has nothing there.
            : project.ObjectStore == ObjectStoresOptions.Files ? Task.CompletedTask : Task.FromException(ObjectStores.Missing(project.ObjectStore));
}
