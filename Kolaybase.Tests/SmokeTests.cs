namespace Kolaybase.Tests;

public class SmokeTests
{
    [Fact]
    public void The_target_framework_is_net10() => Assert.StartsWith(".NET 10", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription, StringComparison.Ordinal);
}
