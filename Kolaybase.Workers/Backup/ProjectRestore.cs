using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.Workers.Backup;

/// <summary>
/// Restores a dump as a new project. Until all of it is there the project's row says that it is being deleted, a deletion job comes back until it gets the project's lock, and
/// this holds the lock: whatever ends a restore early, a kill included, the job removes what was made. Success makes the row active, and the job finds nothing to do.
/// </summary>
internal sealed class ProjectRestore(
    RegistryContext db, NpgsqlDataSource control, JobQueue jobs, ProjectFactory factory, ProjectKeyIssuer keys, IOptions<DatabaseServersOptions> servers,
    ProjectProvisioner provisioner, ProjectRemover remover, DatabaseRestore database, ObjectDump objects, UserDump users, SettingsDump settings)
{
    private const int MaxName = 100;

    /// <summary>Checks the whole dump, then makes the project.</summary>
    /// <exception cref="BackupException">It can't be restored; nothing of it is left.</exception>
    public async Task<RestoredProject> RunAsync(DumpFolder folder, Guid teamId, string? name, CancellationToken cancellationToken)
    {
        var manifest = await folder.OpenAsync(cancellationToken);
        var title = name?.Trim() ?? manifest.Name;
        if (title.Length is 0 or > MaxName)
        {
            throw new BackupException($"The name must have 1 to {MaxName} characters.");
        }

        var creator = await db.TeamMembers.Where(m => m.TeamId == teamId && m.Role == TeamRole.Owner).OrderBy(m => m.JoinedAt).Select(m => (Guid?)m.AccountId).FirstOrDefaultAsync(cancellationToken)
            ?? throw new BackupException($"There is no team {teamId} with an owner; GET /api/teams tells the identifiers of one's teams.");
        // Into the built-in store, whichever new projects have: see UserDump.
        var project = factory.Create(title, manifest.Description, teamId, creator, IdentityStores.Builtin);
        var programs = await database.CheckAsync(manifest, servers.Value.Get(project.DatabaseServer).Provisioner, cancellationToken);

        await using var held = await AdvisoryLock.TakeAsync(control, AdvisoryLock.OfProject(project.Id), cancellationToken);
        await AddRowAsync(project, cancellationToken);
        try
        {
            await provisioner.RunAsync(project, cancellationToken);
            await database.RunAsync(programs, manifest, folder, project, cancellationToken);
            await objects.RestoreAsync(project, folder, cancellationToken);
            await users.RestoreAsync(project, folder, cancellationToken);
            var lost = await settings.RestoreAsync(manifest, project, folder, cancellationToken);
            await ActivateAsync(held, project.Id);
            return new RestoredProject(project.Id, title, manifest, lost);
        }
        catch (Exception exception)
        {
            throw await RemoveAsync(held, project, exception);
        }
    }

    // In the lock's own session: where that is gone the deletion job may be at work, and has perhaps dropped the database.
    private async Task ActivateAsync(AdvisoryLock held, Guid id)
    {
        const string activate = "update projects set status = $2, status_message = null where id = $1 and status = $3 returning true";
        NpgsqlParameter[] parameters = [new() { Value = id }, new() { Value = nameof(ProjectStatus.Active) }, new() { Value = nameof(ProjectStatus.Deleting) }];
        try
        {
            if (await held.ExecuteAsync(activate, parameters, CancellationToken.None) is not true)
            {
                throw new BackupException("The project's entry was removed meanwhile.");
            }
        }
        catch (AdvisoryLockLostException)
        {
            // The answer alone may have been lost: then the project is whole, and in use.
            if (!await db.Projects.AnyAsync(p => p.Id == id && p.Status == ProjectStatus.Active, CancellationToken.None))
            {
                throw;
            }
        }
    }

    private async Task AddRowAsync(Project project, CancellationToken cancellationToken)
    {
        project.Status = ProjectStatus.Deleting;
        project.StatusMessage = "It is being restored from a dump; if the restore ends early, it is removed.";
        project.Keys.Add(keys.Create(project.Id, ProjectKeyKind.Anon).Row);
        project.Keys.Add(keys.Create(project.Id, ProjectKeyKind.Service).Row);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Projects.Add(project);
        await db.SaveChangesAsync(cancellationToken);
        await jobs.EnqueueAsync(db, new DeleteProject(project.Id), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    // Where no worker runs there is none to wait for. If this fails too, the job tries again.
    private async Task<Exception> RemoveAsync(AdvisoryLock held, Project project, Exception cause)
    {
        try
        {
            // The job may hold it by now: then this removes what was made while the job was at it.
            await using var again = await held.IsHeldAsync(CancellationToken.None) ? null : await AdvisoryLock.TakeAsync(control, AdvisoryLock.OfProject(project.Id), CancellationToken.None);
            await remover.RunAsync(project, CancellationToken.None);
        }
        catch (Exception exception) when (exception is ProvisioningException or NpgsqlException)
        {
            return new BackupException($"The restore failed: {Why(cause)} What was made of it is removed by a worker.", cause);
        }

        return cause is OperationCanceledException ? cause : new BackupException($"The restore failed, and nothing of it is left: {Why(cause)}", cause);
    }

    // A step's own message is for the project's team: the operator is told the cause.
    private static string Why(Exception cause) => cause is ProvisioningException { InnerException: { } inner } ? $"{cause.Message} {inner.Message}" : cause.Message;
}

/// <summary>A project that was restored.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">Its name.</param>
/// <param name="Manifest">What it was made of.</param>
/// <param name="Lost">What could not be taken along.</param>
internal sealed record RestoredProject(Guid Id, string Name, DumpManifest Manifest, IReadOnlyList<string> Lost);
