using Kolaybase.Api;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Tests.Http;

public class ApiProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private const string Database = "Host=db;Username=u;Password=secret-p;Database=d";

    [Theory]
    [InlineData("--Kolaybase:DrainSeconds=no", "Kolaybase:DrainSeconds must be a whole number from 0 to 300.")]
    [InlineData("--Kolaybase:Sql:MostRows=many", "Kolaybase:Sql:MostRows")]
    [InlineData("--Kolaybase:Rest:RowCap=0", "Kolaybase:Rest:RowCap")]
    [InlineData("--Kolaybase:Platform:ProjectsPerTeam=0", "Kolaybase:Platform:ProjectsPerTeam must be a whole number from 1 to 100000.")]
    [InlineData("--Kolaybase:Storage:UploadHours=0", "Kolaybase:Storage:UploadHours must be a whole number")]
    [InlineData("--Kolaybase:StartTimeoutSeconds=3601", "Kolaybase:StartTimeoutSeconds must be a whole number from 0 to 3600.")]
    [InlineData("--Kolaybase:PasswordIterations=1", "Kolaybase:PasswordIterations must be a whole number")]
    [InlineData("--Kolaybase:RequestSeconds=x", "Kolaybase:RequestSeconds")]
    [InlineData("--ConnectionStrings:control=", "ConnectionStrings:control")]
    public async Task A_setting_that_can_not_be_used_is_told_in_words_and_ends_the_program(string setting, string message)
    {
        using var error = new StringWriter();

        var code = await ApiProgram.RunAsync(
            ["--ConnectionStrings:control=" + Database, "--Kolaybase:DatabaseServers:default:Provisioner=" + Database, "--Kolaybase:MasterKeys=" + MasterKeyRing.Generate("test"), setting], error).WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.StartsWith("The configuration has 1 fault:", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-p", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }
}
