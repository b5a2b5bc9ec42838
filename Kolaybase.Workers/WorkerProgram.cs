using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ServiceDefaults;
using Kolaybase.Workers.Backup;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Workers;

/// <summary>The verbs of the command line.</summary>
public static class WorkerProgram
{
    private const int Ok = 0;
    private const int Failed = 1;
    private const int Misused = 2;

    private const string Usage =
        """
        Usage: Kolaybase.Workers [verb] [--Setting:Name value …]

          run                    prepares servers and schema, then works on the queue (default)
          migrate                prepares servers and schema, then ends
          jobs dead              lists jobs that were given up
          jobs requeue <id>      puts one of them back into the queue
          jobs requeue --all     puts all of them back
          projects dump <project id> <folder>
                                 writes a project's database, objects, users and settings into a new folder
          projects restore <folder> <team id> [<name>]
                                 makes a new project of such a folder
        """;

    /// <summary>Runs one verb.</summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 the command line makes no sense.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        // Verbs come first; what starts with a dash is a setting.
        var verbs = args.TakeWhile(a => a == JobsVerb.All || !a.StartsWith('-')).ToArray();
        var settings = args[verbs.Length..];
        try
        {
            switch (verbs)
            {
                case [] or ["run"]:
                    using (var host = WorkerHost.Build(settings))
                    {
                        await host.RunUntilStoppedAsync();
                    }

                    return Ok;
                case ["migrate"]:
                    using (var host = WorkerHost.Build(settings))
                    {
                        await host.Services.GetRequiredService<ControlPlaneStartup>().PrepareAsync(CancellationToken.None);
                    }

                    return Ok;
                case ["jobs", .. var rest]:
                    using (var host = WorkerHost.Build(settings))
                    {
                        return await JobsVerb.RunAsync(host.Services, rest, output, error, CancellationToken.None) ?? await MisuseAsync(error);
                    }

                case ["projects", .. var rest]:
                    using (var host = WorkerHost.Build(settings))
                    {
                        return await ProjectsVerb.RunAsync(host.Services, rest, output, error, CancellationToken.None) ?? await MisuseAsync(error);
                    }

                case ["help"]:
                    await output.WriteLineAsync(Usage);
                    return Ok;
                default:
                    return await MisuseAsync(error);
            }
        }
        catch (Exception exception) when (exception is ConfigurationFaultsException or ServerBootstrapException)
        {
            await error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (Exception exception) when (ServerOutage.IsOfDatabase(exception))
        {
            await error.WriteLineAsync($"The database can't be used: {ServerOutage.Reason(exception)}");
            return Failed;
        }
    }

    private static async Task<int> MisuseAsync(TextWriter error)
    {
        await error.WriteLineAsync(Usage);
        return Misused;
    }
}
