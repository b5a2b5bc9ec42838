using System.Globalization;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Embedded;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;
using Kolaybase.Workers;
using Kolaybase.Workers.Backup;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.AppHost.Embedded;

/// <summary>
/// The workers' verbs <c>jobs</c> and <c>projects</c> on a data folder: beside the stack that runs on it, or alone, with PostgreSQL
/// started for as long as it takes.
/// </summary>
internal static class WorkersCommand
{
    public static async Task<int> RunAsync(AppHostArguments arguments, IReadOnlyList<string> words, TextWriter output, TextWriter error, TimeProvider time)
    {
        var cancellationToken = CancellationToken.None;
        var root = DataFolder.Locate(arguments.Data);
        if (!DataFolder.HoldsCluster(root))
        {
            throw new EmbeddedException($"No stack was ever started on the data folder '{root}'. Name the right one with --data or {DataFolder.Variable}.");
        }

        var user = await ServerUser.ChooseAsync(cancellationToken);
        var data = await DataFolder.OpenAsync(root, user, cancellationToken);
        var secrets = EmbeddedSecrets.Open(data);
        using var held = DataFolderLock.TryTake(data);
        await using var postgres = held is null
            ? null
            : await PostgresCluster.StartAsync(
                StackSettings.Cluster(data, secrets, user, arguments.PostgresPort), new PostgresBinaries(user), StartProgress.Silent, time, cancellationToken);
        var port = postgres?.Port ?? await RunningPortAsync(data, cancellationToken);
        using var host = WorkerHost.Build([], builder => builder.Configuration
            .AddInMemoryCollection(StackSettings.Defaults(ListenAddresses.Default))
            .AddInMemoryCollection(StackSettings.Of(data, secrets, port, redis: null)));
        try
        {
            string[] rest = [.. words.Skip(1)];
            var code = words[0] == "jobs"
                ? await JobsVerb.RunAsync(host.Services, rest, output, error, cancellationToken)
                : await ProjectsVerb.RunAsync(host.Services, rest, output, error, cancellationToken);
            return code ?? throw new EmbeddedException($"'{string.Join(' ', words)}' makes no sense.{Environment.NewLine}{Environment.NewLine}{AppHostArguments.Usage}");
        }
        catch (Exception exception) when (ServerOutage.IsOfDatabase(exception))
        {
            throw new EmbeddedException($"The control database can't be read: {ServerOutage.Reason(exception)} If the stack is being started, try again when it is ready.", exception);
        }
    }

    private static async Task<int> RunningPortAsync(DataFolder data, CancellationToken cancellationToken) =>
        File.Exists(data.PostgresPortFile)
            ? int.Parse(await File.ReadAllTextAsync(data.PostgresPortFile, cancellationToken), CultureInfo.InvariantCulture)
            : throw new EmbeddedException("The stack on this data folder is being started for the first time. Try again when it is ready.");
}
