using System.Net.Sockets;
using System.Security.Authentication;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Databases;

public class ServerOutageTests
{
    [Theory]
    [InlineData("57P01", true, true)]
    [InlineData("57P02", true, true)]
    [InlineData("57P03", true, true)]
    [InlineData("53300", true, true)]
    [InlineData("25006", false, true)]
    [InlineData("57P05", false, true)]
    [InlineData("08P01", false, true)]
    [InlineData("28P01", false, false)]
    [InlineData("3D000", false, false)]
    [InlineData("57014", false, false)]
    [InlineData("42501", false, false)]
    public void What_the_server_says_tells(string sqlState, bool away, bool passes)
    {
        var exception = new InvalidOperationException("EF Core's", new PostgresException("words", "FATAL", "FATAL", sqlState));

        Assert.Equal(away, ServerOutage.IsCauseOf(exception));
        Assert.Equal(passes, ServerOutage.MayPass(exception));
        Assert.Equal($"{sqlState}: words", ServerOutage.Reason(exception));
    }

    [Fact]
    public void A_connection_that_can_not_be_made_tells_and_other_faults_do_not()
    {
        Assert.True(ServerOutage.IsCauseOf(new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused))));
        // A name that has no address, as it comes and in EF Core's wrapper; not one of somebody else's connection.
        Assert.True(ServerOutage.IsCauseOf(new SocketException((int)SocketError.HostNotFound)));
        Assert.True(ServerOutage.IsCauseOf(new InvalidOperationException("EF Core's", new SocketException((int)SocketError.HostNotFound))));
        Assert.False(ServerOutage.IsCauseOf(new HttpRequestException("of an S3", new SocketException((int)SocketError.ConnectionRefused))));
        Assert.False(ServerOutage.IsOfDatabase(new IOException()));
        Assert.False(ServerOutage.IsCauseOf(new TimeoutException()));
        Assert.True(ServerOutage.MayPass(new TimeoutException()));
        Assert.False(ServerOutage.MayPass(new InvalidOperationException()));
    }

    [Fact]
    public void What_waiting_can_not_mend_is_not_waited_for()
    {
        Assert.True(ServerOutage.MayPass(new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused))));
        Assert.True(ServerOutage.MayPass(new NpgsqlException("Exception while reading from stream", new EndOfStreamException())));
        Assert.False(ServerOutage.MayPass(new NpgsqlException("No password has been provided")));
        Assert.False(ServerOutage.MayPass(new NpgsqlException("Exception while performing SSL handshake", new AuthenticationException("the certificate"))));
    }
}
