// uk.gov.service.notify:notifications-java-client
import java.util.Map;
import uk.gov.service.notify.NotificationClient;

var client = new NotificationClient(apiKey, "@@BASE@@");
var sent = client.sendSms("f33517ff-2a88-4f6e-b855-c550268ce08a", "0699000001", Map.of("naam", "Ans"), "zaak-12");
System.out.println(sent.getNotificationId());
