using System.Globalization;
using Kolaybase.Embedded;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;
using Kolaybase.Workers;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Kolaybase.AppHost.Embedded;

/// <summary>
/// The workers' verb <c>jobs</c> on a data folder: beside the stack that runs on it, or alone, with PostgreSQL
/// started for as long as it takes.
/// </summary>
internal static class JobsCommand
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
            if (await JobsVerb.RunAsync(host.Services, words, output, error, cancellationToken) is { } code)
            {
                return code;
            }

            throw new EmbeddedException($"'jobs {string.Join(' ', words)}' makes no sense.{Environment.NewLine}{Environment.NewLine}{AppHostArguments.Usage}");
        }
        catch (NpgsqlException exception)
        {
            throw new EmbeddedException($"The jobs can't be read: {exception.Message} If the stack is being started, try again when it is ready.", exception);
        }
    }

    private static async Task<int> RunningPortAsync(DataFolder data, CancellationToken cancellationToken) =>
        File.Exists(data.PostgresPortFile)
            ? int.Parse(await File.ReadAllTextAsync(data.PostgresPortFile, cancellationToken), CultureInfo.InvariantCulture)
            : throw new EmbeddedException("The stack on this data folder is being started for the first time. Try again when it is ready.");
}
