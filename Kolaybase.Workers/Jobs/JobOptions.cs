using System.Globalization;
using Kolaybase.ControlPlane;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Workers.Jobs;

/// <summary>How this worker works on the queue; section <c>Kolaybase:Jobs</c>.</summary>
public sealed record JobOptions
{
    private const int MaxParallelism = 64;

    /// <summary>Jobs that run side by side in this process, 1 to 64.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Pauses before the second and each further attempt, in whole seconds; after the last one the job is given up. Empty means a single attempt.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(25), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    /// <summary>How often the queue is looked at when nobody announces a job.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stop waits for running jobs, which are asked to stop at once.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a job is tried at most.</summary>
    public int Attempts => RetryDelays.Count + 1;

    /// <summary>Reads the section; what is not set keeps its default. <c>RetryDelays</c> is seconds, comma separated.</summary>
    /// <exception cref="ConfigurationFaultsException">A value is out of its range.</exception>
    public static JobOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Kolaybase:Jobs");
        var options = new JobOptions();
        var faults = new List<string>();
        if (section["Parallelism"] is { Length: > 0 } parallelism)
        {
            if (int.TryParse(parallelism, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxParallelism)
            {
                options = options with { Parallelism = number };
            }
            else
            {
                faults.Add($"Kolaybase:Jobs:Parallelism must be a whole number from 1 to {MaxParallelism}.");
            }
        }

        if (section["RetryDelays"] is { } delays)
        {
            var parsed = delays.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1)
                .ToList();
            if (parsed.Contains(-1))
            {
                faults.Add("Kolaybase:Jobs:RetryDelays must be whole seconds, separated by commas.");
            }

            options = options with { RetryDelays = [.. parsed.Select(s => TimeSpan.FromSeconds(s))] };
        }

        return faults.Count == 0 ? options : throw new ConfigurationFaultsException(faults);
    }
}
