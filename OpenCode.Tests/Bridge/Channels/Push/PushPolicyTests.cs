using System.Net;
using OpenCode.Bridge.Channels.Push;

namespace OpenCode.Tests.Bridge.Channels.Push;

public sealed class PushPolicyTests
{
    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc", true)]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/abc?x=1", true)]
    [InlineData("http://fcm.googleapis.com/fcm/send/abc", false)]
    [InlineData("https://fcm.googleapis.com:8443/abc", false)]
    [InlineData("https://user:word@fcm.googleapis.com/abc", false)]
    [InlineData("https://fcm.googleapis.com/abc#part", false)]
    [InlineData("https://localhost/abc", false)]
    [InlineData("https://nas/abc", false)]
    [InlineData("https://127.0.0.1/abc", false)]
    [InlineData("https://8.8.8.8/abc", false)]
    [InlineData("https://[::1]/abc", false)]
    [InlineData("http://127.0.0.1:8081/api/test", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("ftp://push.example/abc", false)]
    public void Only_https_to_a_name_on_the_internet_is_a_push_service(string endpoint, bool allowed) =>
        Assert.Equal(allowed, new PushPolicy().Allows(new Uri(endpoint)));

    [Fact]
    public void Endless_address_is_none() => Assert.False(new PushPolicy().Allows(new Uri($"https://push.example/{new string('a', 1100)}")));

    [Theory]
    [InlineData("142.250.1.1", true)]
    [InlineData("2607:f8b0::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.100.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    public void Name_that_means_an_address_inside_is_not_called(string address, bool allowed) =>
        Assert.Equal(allowed, new PushPolicy().Allows(IPAddress.Parse(address)));
}
