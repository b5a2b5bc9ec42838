using System.Net.Sockets;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Databases;

public class ServerOutageTests
{
    [Theory]
    [InlineData("57P01", true)]
    [InlineData("57P02", true)]
    [InlineData("57P03", true)]
    [InlineData("53300", true)]
    [InlineData("28P01", false)]
    [InlineData("3D000", false)]
    [InlineData("57014", false)]
    [InlineData("42501", false)]
    public void What_the_server_says_tells(string sqlState, bool away) =>
        Assert.Equal(away, ServerOutage.IsCauseOf(new InvalidOperationException("EF Core's", new PostgresException("", "FATAL", "FATAL", sqlState))));

    [Fact]
    public void A_connection_that_can_not_be_made_tells_and_other_faults_do_not()
    {
        Assert.True(ServerOutage.IsCauseOf(new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused))));
        Assert.False(ServerOutage.IsCauseOf(new InvalidOperationException()));
    }
}
