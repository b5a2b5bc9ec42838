using Kolaybase.ControlPlane;
using Kolaybase.ServiceDefaults;

namespace Kolaybase.Api;

/// <summary>The API as a program.</summary>
internal static class ApiProgram
{
    private const int Ok = 0;
    private const int Failed = 1;

    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The exit code: 0 stopped, 1 the settings can't be used; what is wrong with them is said in words, without a stack trace.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        try
        {
            await using var app = ApiHost.Build(args);
            await app.RunUntilStoppedAsync();
            return Ok;
        }
        catch (ConfigurationFaultsException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }
}
