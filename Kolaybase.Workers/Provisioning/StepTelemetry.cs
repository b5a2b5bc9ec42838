using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Spans and times of the making and removing of projects, as a whole and step by step.</summary>
public sealed class StepTelemetry
{
    /// <summary>Name of the activities' source and of the meter.</summary>
    public const string Name = "Kolaybase.Provisioning";

    /// <summary>Making a project.</summary>
    public const string Provision = "provision";

    /// <summary>Removing one.</summary>
    public const string Delete = "delete";

    private static readonly ActivitySource s_source = new(Name);
    private readonly Histogram<double> _whole;
    private readonly Histogram<double> _step;
    private readonly TimeProvider _time;

    /// <summary>Makes the instruments, which cost nothing until somebody listens.</summary>
    public StepTelemetry(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(Name);
        _whole = meter.CreateHistogram<double>("kolaybase.provisioning.duration", "s", "How long it took to make or remove a project.");
        _step = meter.CreateHistogram<double>("kolaybase.provisioning.step.duration", "s", "How long a step of making or removing a project took.");
    }

    /// <summary>Times all steps together.</summary>
    /// <param name="operation"><see cref="Provision"/> or <see cref="Delete"/>.</param>
    /// <param name="steps">Does them.</param>
    public Task WholeAsync(string operation, Func<Task> steps) => TimeAsync(_whole, operation, step: null, steps);

    /// <summary>Runs one step in a span of its own.</summary>
    /// <param name="operation"><see cref="Provision"/> or <see cref="Delete"/>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="project">The project.</param>
    /// <param name="step">Does it.</param>
    public async Task StepAsync(string operation, string name, Guid project, Func<Task> step)
    {
        using var activity = s_source.StartActivity($"{operation} {name}");
        activity?.SetTag("kolaybase.project.id", project.ToString());
        try
        {
            await TimeAsync(_step, operation, name, step);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().Name);
            throw;
        }
    }

    private async Task TimeAsync(Histogram<double> histogram, string operation, string? step, Func<Task> run)
    {
        var begun = _time.GetTimestamp();
        var tags = new TagList { { "kolaybase.provisioning.operation", operation } };
        if (step is not null)
        {
            tags.Add("kolaybase.provisioning.step", step);
        }

        try
        {
            await run();
        }
        catch (Exception exception)
        {
            tags.Add("error.type", exception.GetType().Name);
            throw;
        }
        finally
        {
            histogram.Record(_time.GetElapsedTime(begun).TotalSeconds, tags);
        }
    }
}
