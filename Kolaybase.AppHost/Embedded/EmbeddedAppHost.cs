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

            return await RunStackAsync(arguments, output);
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
        var addresses = ListenAddresses.Choose(arguments.Urls, Environment.GetEnvironmentVariable("ASPNETCORE_URLS"));
        await using var stack = new Stack(arguments, addresses, StartProgress.ForConsole(), TimeProvider.System);
        using var signals = new StopSignals(output, () =>
        {
            stack.Abort();
            Environment.Exit(ExitCodes.Forced);
        });
        try
        {
            await stack.StartAsync(signals.Requested);
            await output.WriteLineAsync(Banner.Text(stack));
            if (arguments.Demo)
            {
                await new Demo(stack.Addresses.BaseUrl, stack.Data, output).RunAsync(signals.Requested);
            }

            return await stack.WaitAsync(signals.Requested);
        }
        catch (OperationCanceledException) when (signals.Requested.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
        finally
        {
            await stack.StopAsync();
            await output.WriteLineAsync("Stopped.");
        }
    }
}
