using System.Globalization;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Objects;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Workers.Backup;

/// <summary>The verb <c>projects</c>: dumps a project into a folder and restores it as a new one. The AppHost has the same one.</summary>
public static class ProjectsVerb
{
    /// <summary>Runs <c>dump &lt;project&gt; &lt;folder&gt;</c> or <c>restore &lt;folder&gt; &lt;team&gt; [name]</c>.</summary>
    /// <returns>The exit code; null when the words make no sense.</returns>
    public static async Task<int?> RunAsync(IServiceProvider services, IReadOnlyList<string> words, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        try
        {
            switch (words)
            {
                case ["dump", var id, var folder] when Guid.TryParse(id, out var project):
                    await DumpAsync(scope.ServiceProvider, project, Path.GetFullPath(folder), output, error, cancellationToken);
                    return 0;
                case ["restore", var folder, var id] when Guid.TryParse(id, out var team):
                    await RestoreAsync(scope.ServiceProvider, Path.GetFullPath(folder), team, null, output, cancellationToken);
                    return 0;
                case ["restore", var folder, var id, var name] when Guid.TryParse(id, out var team):
                    await RestoreAsync(scope.ServiceProvider, Path.GetFullPath(folder), team, name, output, cancellationToken);
                    return 0;
                default:
                    return null;
            }
        }
        catch (Exception exception) when (exception is BackupException or ObjectStoreException or IdentityUnavailableException or NpgsqlException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task DumpAsync(IServiceProvider services, Guid project, string folder, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var manifest = await services.GetRequiredService<ProjectDump>().RunAsync(project, new DumpFolder(folder), cancellationToken);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Dumped \"{manifest.Name}\" to '{folder}': its database, {manifest.Objects} objects, {manifest.Users} users, its settings."));
        if (manifest.MissingObjects.Count > 0)
        {
            // What was deleted meanwhile is no fault, what was lost is one: whoever reads nothing but errors has to see it.
            await error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Left out: {manifest.MissingObjects.Count} objects whose bytes are not in the object store (deleted meanwhile, or lost). The manifest names them (missingObjects); a restored project has no rows of them."));
        }

        if (manifest.UsersWithoutPassword > 0)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"Without a password: {manifest.UsersWithoutPassword} users, who have none or whose identity server does not tell it. Restored, they ask for a new one."));
        }

        await output.WriteLineAsync("Keep the folder as you keep passwords: hashes of them are in it.");
    }

    private static async Task RestoreAsync(IServiceProvider services, string folder, Guid team, string? name, TextWriter output, CancellationToken cancellationToken)
    {
        var restored = await services.GetRequiredService<ProjectRestore>().RunAsync(new DumpFolder(folder), team, name, cancellationToken);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Restored \"{restored.Name}\" as project {restored.Id}: its database, {restored.Manifest.Objects} objects, {restored.Manifest.Users} users, its settings. It has new API keys; users sign in anew."));
        foreach (var lost in restored.Lost)
        {
            await output.WriteLineAsync($"Not taken along: {lost}. It was sealed under a master key that is not configured here; set it again.");
        }
    }
}
