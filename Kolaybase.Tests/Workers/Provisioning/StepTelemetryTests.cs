using System.Diagnostics.Metrics;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;
using Kolaybase.Workers.Provisioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Workers.Provisioning;

public sealed class StepTelemetryTests(ControlPlaneFixture plane) : IClassFixture<ControlPlaneFixture>
{
    private const string Whole = "kolaybase.provisioning.duration";
    private const string Step = "kolaybase.provisioning.step.duration";

    [Fact]
    public async Task A_project_is_timed_as_a_whole_and_step_by_step()
    {
        using var readings = new MeterReadings(plane.Services);
        await plane.Projects.CreateAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["kolaybase.provisioning.operation=provision"], Assert.Single(readings.Of(Whole)).Tags);
        Assert.Equal(ProvisioningSteps.All.Select(s => $"kolaybase.provisioning.step={s}"), readings.Of(Step).Select(r => r.Tags[1]));
        Assert.InRange(readings.Sum(Step), 0, readings.Sum(Whole));
    }

    [Fact]
    public async Task A_step_that_fails_is_timed_with_the_type_of_its_fault()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new MeterReadings(services);
        var clock = new FakeTimeProvider();
        var telemetry = new StepTelemetry(services.GetRequiredService<IMeterFactory>(), clock);
        await Assert.ThrowsAsync<InvalidOperationException>(() => telemetry.WholeAsync(StepTelemetry.Delete, () => telemetry.StepAsync(StepTelemetry.Delete, DeletionSteps.Close, Guid.Empty, () =>
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            throw new InvalidOperationException("secret");
        })));

        var step = Assert.Single(readings.Of(Step));
        Assert.Equal(3, step.Value);
        Assert.Equal(["error.type=InvalidOperationException", "kolaybase.provisioning.operation=delete", "kolaybase.provisioning.step=close"], step.Tags);
        Assert.Equal(["error.type=InvalidOperationException", "kolaybase.provisioning.operation=delete"], Assert.Single(readings.Of(Whole)).Tags);
    }
}
