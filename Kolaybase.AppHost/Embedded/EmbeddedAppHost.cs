using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Embedded;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.AppHost.Embedded;

/// <summary>The embedded half of the AppHost, from its command line to its exit code.</summary>
internal static class EmbeddedAppHost
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var arguments = AppHostArguments.Parse(args);
            if (arguments.Help)
            {
                await output.WriteLineAsync(AppHostArguments.Usage);
                return ExitCodes.Stopped;
            }

            return arguments.Command is { } words
                ? await WorkersCommand.RunAsync(arguments, words, output, error, TimeProvider.System)
                : await RunStackAsync(arguments, output);
        }
        catch (Exception exception) when (exception is EmbeddedException or ConfigurationFaultsException or ServerBootstrapException)
        {
            await error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> RunStackAsync(AppHostArguments arguments, TextWriter output)
    {
        await output.WriteLineAsync(Mode.Lines);
        var launcher = new Launcher();
        var addresses = ListenAddresses.Choose(arguments.Urls, Environment.GetEnvironmentVariable("ASPNETCORE_URLS"));
        await using var stack = new Stack(arguments, addresses, StartProgress.ForConsole(), TimeProvider.System);
        using var signals = new StopSignals(output, () =>
        {
            stack.Abort();
            Environment.Exit(ExitCodes.Forced);
        });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(signals.Requested);
        var watching = WatchAsync(launcher, signals, ended.Token);
        var (code, clean) = (ExitCodes.Stopped, true);
        try
        {
            await stack.StartAsync(signals.Requested);
            await output.WriteLineAsync(Banner.Text(stack));
            if (arguments.Demo)
            {
                await new Demo(stack.Addresses.BaseUrl, stack.Data, output).RunAsync(signals.Requested);
            }

            code = await stack.WaitAsync(signals.Requested);
        }
        catch (OperationCanceledException) when (signals.Requested.IsCancellationRequested)
        {
            // Asked to stop while it was starting.
        }
        finally
        {
            clean = await stack.StopAsync();
            await output.WriteLineAsync("Stopped.");
            await ended.CancelAsync();
            await watching;
        }

        return clean || code != ExitCodes.Stopped ? code : ExitCodes.Failed;
    }

    private static async Task WatchAsync(Launcher launcher, StopSignals signals, CancellationToken ended)
    {
        try
        {
            await launcher.GoneAsync(TimeProvider.System, ended);
            signals.Ask("Stopping: the 'dotnet run' that started this was killed.");
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Stopped otherwise.
        }
    }
}
