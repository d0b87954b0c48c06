import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/observe/sources/data-layer/messages.ts';

const items = [{ item_id: '1', item_name: 'Mate', price: 5 }];
const typesOf = (message: object) => readMessage(message).map(([{ type }]) => type);

const OTHERS = [
  ...[
    'payment_failed',
    'purchase_failed',
    'pago_rechazado',
    'orderFailed',
    'purchase_error',
    'pago_fallido',
    'pedido_erro',
  ],
  ...[
    'compra_recusada',
    'transaction_declined',
    'order_denied',
    'payment_rejected',
    'pedido_rejeitado',
    'compra_fallida',
  ],
  ...['purchase_abandoned', 'order_expired', 'purchase_unsuccessful', 'transacao_falhou', 'pagamento_negado'],
  ...[
    'track_order',
    'trackOrder',
    'order_tracking',
    'rastrear_pedido',
    'my_orders',
    'myOrder',
    'mis_pedidos',
    'orders',
  ],
  ...[
    'order_history',
    'historial_pedidos',
    'order_status',
    'estado_pedido',
    'purchase_history',
    'order_list',
    'orderDetail',
  ],
  ...['order_cancelled', 'order_cancelled_by_customer', 'cancelar_pedido', 'refund_requested', 'order_refund_started'],
  ...[
    'order_shipped',
    'order_on_hold',
    'order_updated',
    'order_packed',
    'pedido_en_camino',
    'order_delivered',
    'reorder',
    're_order',
    'repeat_order',
    'order_again',
    'order_review',
  ],
  // Names that speak neither of an order nor of a page.
  ...['payment_pending', 'invoice_downloaded', 'survey_shown', 'login', 'add_to_wishlist', 'add_shipping_info'],
];
const ORDERS = [
  ...[
    undefined,
    '',
    'purchase',
    'orderPlaced',
    'Order Completed',
    'gtm4wp.orderCompletedEEC',
    'eec.purchase',
    'dl_purchase',
  ],
  ...[
    'transaction',
    'trackTrans',
    'track_purchase',
    'transactionComplete',
    'new_order',
    'order_created',
    'pedido_recibido',
    'orden_creada',
    'one_click_purchase',
    'place_order',
    'preorder_placed',
  ],
  ...['thank_you', 'thankyou_view', 'gracias', 'obrigado', 'checkout_success', 'payment_approved', 'pago_exitoso'],
  ...['pedido_finalizado', 'checkout_finalizado', 'pedido_realizado', 'pedido_feito', 'pedido_hecho', 'order_finished'],
  ...['compra_finalizada', 'compra_perro', 'venta', 'manual_order', 'store_order', 'conversion'],
  ...['corporate_order_placed', 'credit_card_purchase', 'delivery_order_placed', 'order_confirmation_view'],
  ...['page', 'page_view', 'virtualPageview', 'gtm.dom', 'gtm.load', 'ecommerce', 'ga4Event', 'gtm.js'],
];

describe('event with the number and the items of an order', () => {
  it.each(OTHERS)('the event %s places no order', (event) => {
    expect(typesOf({ event, ecommerce: { transaction_id: 'T1', value: 5, items } })).toEqual([]);
  });

  it.each(ORDERS)(
    'the event %s names an order that was just placed, or nothing but the page that tells of it',
    (event) => {
      expect(typesOf({ event, ecommerce: { transaction_id: 'T1', value: 5, items } })).toEqual(['order.placed']);
    },
  );

  it.each([undefined, 'orderPlaced', 'any'])('an order on the message itself is read when its event is %s', (event) => {
    expect(typesOf({ event, transactionId: 'T1', transactionTotal: 5 })).toEqual(['order.placed']);
  });

  it.each(['payment_failed', 'track_order', 'order_cancelled_stape'])(
    'no order is read on the message itself when its event is %s',
    (event) => expect(typesOf({ event, transactionId: 'T1', transactionTotal: 5 })).toEqual([]),
  );
});
