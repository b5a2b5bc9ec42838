using Kolaybase.Embedded.Postgres;

namespace Kolaybase.Tests.Embedded.Postgres;

public class PostmasterPidFileTests
{
    [Fact]
    public void A_ready_server_is_read()
    {
        var file = PostmasterPidFile.Parse(["4711", "/data/postgres", "1700000000", "54321", "/data/run", "127.0.0.1", "  1234567         3", "ready   "]);

        Assert.Equal(new PostmasterPidFile(4711, 54321, "ready"), file);
        Assert.True(file!.IsReady);
    }

    [Theory]
    [InlineData("starting")]
    [InlineData("stopping")]
    [InlineData("standby ")]
    public void Other_states_are_not_ready(string status) =>
        Assert.False(PostmasterPidFile.Parse(["1", "/d", "1", "1", "", "", "", status])!.IsReady);

    [Fact]
    public void A_half_written_file_has_what_it_has() =>
        Assert.Equal(new PostmasterPidFile(4711, null, null), PostmasterPidFile.Parse(["4711", "/data"]));

    [Fact]
    public void A_stand_alone_backend_is_known_by_its_positive_id() => Assert.Equal(99, PostmasterPidFile.Parse(["-99"])!.ProcessId);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("what")]
    public void A_file_without_an_id_names_nobody(string line) => Assert.Null(PostmasterPidFile.Parse([line]));

    [Fact]
    public void An_empty_file_names_nobody() => Assert.Null(PostmasterPidFile.Parse([]));
}
