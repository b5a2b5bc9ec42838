using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Workers.Backup;

/// <summary>Dumps one project into a folder: its database, the bytes of its objects, its end users and its settings. The project goes on working meanwhile.</summary>
internal sealed class ProjectDump(RegistryContext db, DatabaseDump database, ObjectDump objects, UserDump users, SettingsDump settings, TimeProvider time)
{
    /// <summary>Writes the dump; what a failed one leaves is none, and says so when it is restored.</summary>
    /// <exception cref="BackupException">It can't be made.</exception>
    public async Task<DumpManifest> RunAsync(Guid projectId, DumpFolder folder, CancellationToken cancellationToken)
    {
        var project = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, cancellationToken)
            ?? throw new BackupException($"There is no project {projectId}.");
        if (project.Status != ProjectStatus.Active)
        {
            throw new BackupException($"The project is {project.Status.ToString().ToLowerInvariant()}: only an active one can be dumped.");
        }

        folder.Create();
        var dumped = await database.WriteAsync(project, folder, cancellationToken);
        var (objectCount, missing) = await objects.WriteAsync(project, dumped.Objects, folder, cancellationToken);
        var (userCount, withoutPassword) = await users.WriteAsync(project, folder, cancellationToken);
        await settings.WriteAsync(project, folder, cancellationToken);

        var files = new List<DumpedFile>();
        foreach (var name in DumpFolder.Named)
        {
            files.Add(await folder.DescribeAsync(name, cancellationToken));
        }

        var manifest = new DumpManifest
        {
            Format = DumpManifest.CurrentFormat,
            ProjectId = project.Id,
            Name = project.Name,
            Description = project.Description,
            DatabaseName = project.DatabaseName,
            ServerMajor = dumped.ServerMajor,
            ProgramMajor = dumped.ProgramMajor,
            CreatedAt = time.GetStorableUtcNow(),
            Users = userCount,
            UsersWithoutPassword = withoutPassword,
            Objects = objectCount,
            MissingObjects = missing,
            Files = files,
        };
        await RefuseDeletedAsync(projectId, cancellationToken);
        await folder.CloseAsync(manifest, cancellationToken);
        return manifest;
    }

    // Its objects and users may have been removed while they were copied, and would be left out as if there were none.
    private async Task RefuseDeletedAsync(Guid projectId, CancellationToken cancellationToken)
    {
        if (!await db.Projects.AnyAsync(p => p.Id == projectId && p.Status == ProjectStatus.Active, cancellationToken))
        {
            throw new BackupException("The project was deleted while it was being dumped, so that the dump may lack objects and users: it is not finished and can't be restored. Remove the folder.");
        }
    }
}
