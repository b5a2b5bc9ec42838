using System.Diagnostics.Metrics;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Tests.Telemetry;
using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Mail;
using Kolaybase.Workers.Mail.Smtp;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Mail;

public class MailTelemetryTests
{
    [Fact]
    public async Task A_mail_that_a_worker_sends_is_counted_once()
    {
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        var worker = await mail.StartWorkerAsync("0");
        using var readings = new MeterReadings(worker.Services);
        await mail.EnqueueAsync(project, "a@example.org");
        await mail.UntilAsync(JobQueues.Jobs, 0);

        Assert.Equal(["kolaybase.mail.result=sent", "kolaybase.mail.transport=folder"], Assert.Single(readings.Of("kolaybase.mails")).Tags);
    }

    public static TheoryData<Exception, string?> Ends { get; } = new()
    {
        { new MailRefusedException("no"), "refused" },
        { new MailDeferredException("later"), "deferred" },
        { new IOException("disk"), "failed" },
        { new JobPostponedException(TimeSpan.Zero), null },
    };

    [Theory, MemberData(nameof(Ends), DisableDiscoveryEnumeration = true)]
    public async Task What_became_of_it_is_told_by_the_fault(Exception fault, string? result)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new MeterReadings(services);
        var telemetry = new MailTelemetry(services.GetRequiredService<IMeterFactory>());
        Assert.Same(fault, await Assert.ThrowsAnyAsync<Exception>(() => telemetry.RunAsync(MailTelemetry.Project, Guid.CreateVersion7(), () => throw fault)));

        string[] expected = result is null ? [] : [$"kolaybase.mail.result={result}", "kolaybase.mail.transport=project_smtp"];
        Assert.Equal(expected, readings.Of("kolaybase.mails").SelectMany(r => r.Tags));
    }
}
